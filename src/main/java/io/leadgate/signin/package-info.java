/** Tells which admin sends a request, and what the admin's role allows. */
@NullMarked
package io.leadgate.signin;

import org.jspecify.annotations.NullMarked;
