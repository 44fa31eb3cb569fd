/** Defines the events that are worth telling, and turns them into metrics and log lines. */
@NullMarked
package io.leadgate.telemetry;

import org.jspecify.annotations.NullMarked;
