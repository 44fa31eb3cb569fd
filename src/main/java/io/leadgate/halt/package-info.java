/** Ends a process that can no longer do its work, because half alive it would only do harm. */
@NullMarked
package io.leadgate.halt;

import org.jspecify.annotations.NullMarked;
