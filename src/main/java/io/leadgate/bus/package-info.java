/** Passes leads, searches and token calls between verticles over the event bus. */
@NullMarked
package io.leadgate.bus;

import org.jspecify.annotations.NullMarked;
