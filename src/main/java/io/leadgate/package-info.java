@NullMarked
package io.leadgate;

import org.jspecify.annotations.NullMarked;
