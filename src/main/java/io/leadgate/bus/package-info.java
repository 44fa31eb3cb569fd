/** Hands leads and questions to the persistence over the event bus. */
@NullMarked
package io.leadgate.bus;

import org.jspecify.annotations.NullMarked;
