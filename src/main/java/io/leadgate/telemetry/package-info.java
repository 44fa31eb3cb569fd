/** All that can happen, as events; their metrics and their log lines. */
@NullMarked
package io.leadgate.telemetry;

import org.jspecify.annotations.NullMarked;
