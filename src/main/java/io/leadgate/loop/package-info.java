/** Long work on an event loop, in pieces between which the loop serves its connections. */
@NullMarked
package io.leadgate.loop;

import org.jspecify.annotations.NullMarked;
