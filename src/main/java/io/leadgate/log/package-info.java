/** How a line of the log looks; what is in it is {@link io.leadgate.telemetry.EventLog}'s. */
@NullMarked
package io.leadgate.log;

import org.jspecify.annotations.NullMarked;
