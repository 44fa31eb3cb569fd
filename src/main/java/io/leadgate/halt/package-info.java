/**
 * Ends a process that can no longer do its work, because a half-alive process would only do harm.
 */
@NullMarked
package io.leadgate.halt;

import org.jspecify.annotations.NullMarked;
