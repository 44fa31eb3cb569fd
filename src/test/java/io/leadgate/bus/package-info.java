/** Tests what is sent over the event bus, on a real bus. */
@NullMarked
package io.leadgate.bus;

import org.jspecify.annotations.NullMarked;
