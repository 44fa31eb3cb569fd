/** Runs a development gateway for users, with its own Postgres and Redis. */
@NullMarked
package io.leadgate.dev;

import org.jspecify.annotations.NullMarked;
