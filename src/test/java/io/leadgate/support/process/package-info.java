/** Runs real servers as child processes and ends them. */
@NullMarked
package io.leadgate.support.process;

import org.jspecify.annotations.NullMarked;
