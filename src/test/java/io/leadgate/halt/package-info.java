@NullMarked
package io.leadgate.halt;

import org.jspecify.annotations.NullMarked;
