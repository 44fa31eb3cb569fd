@NullMarked
package io.leadgate.telemetry;

import org.jspecify.annotations.NullMarked;
