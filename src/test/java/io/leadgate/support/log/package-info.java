/** Searches the log of all specs for secrets. */
@NullMarked
package io.leadgate.support.log;

import org.jspecify.annotations.NullMarked;
