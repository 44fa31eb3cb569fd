@NullMarked
package io.leadgate.bus;

import org.jspecify.annotations.NullMarked;
