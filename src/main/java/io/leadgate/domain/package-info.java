@NullMarked
package io.leadgate.domain;

import org.jspecify.annotations.NullMarked;
