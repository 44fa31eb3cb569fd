@NullMarked
package io.leadgate.architecture;

import org.jspecify.annotations.NullMarked;
