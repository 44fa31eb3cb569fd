@NullMarked
package io.leadgate.web;

import org.jspecify.annotations.NullMarked;
