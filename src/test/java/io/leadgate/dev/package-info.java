/** The development gateway: a tool for users, on embedded Postgres and Redis. */
@NullMarked
package io.leadgate.dev;

import org.jspecify.annotations.NullMarked;
