/** The one budget of bytes that all parts of the process draw from. */
@NullMarked
package io.leadgate.budget;

import org.jspecify.annotations.NullMarked;
