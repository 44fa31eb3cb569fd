/** The connection to Redis, with a deadline on each call. */
@NullMarked
package io.leadgate.redis;

import org.jspecify.annotations.NullMarked;
