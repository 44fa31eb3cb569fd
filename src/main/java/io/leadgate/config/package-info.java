@NullMarked
package io.leadgate.config;

import org.jspecify.annotations.NullMarked;
