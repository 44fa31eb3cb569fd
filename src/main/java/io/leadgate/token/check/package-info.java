/** Finds out which credential a presented token belongs to, and whether the token is good. */
@NullMarked
package io.leadgate.token.check;

import org.jspecify.annotations.NullMarked;
