/** Starts and stops the gateway, and wires its parts. */
@NullMarked
package io.leadgate;

import org.jspecify.annotations.NullMarked;
