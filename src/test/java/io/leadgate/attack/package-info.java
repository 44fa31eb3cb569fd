/** Runs attacks on a gateway's memory beside good leads, for specs and for a load test. */
@NullMarked
package io.leadgate.attack;

import org.jspecify.annotations.NullMarked;
