@NullMarked
package io.leadgate.faults;

import org.jspecify.annotations.NullMarked;
