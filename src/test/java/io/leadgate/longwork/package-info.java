/** Measures how long an event loop is held by the requests that cost the most. */
@NullMarked
package io.leadgate.longwork;

import org.jspecify.annotations.NullMarked;
