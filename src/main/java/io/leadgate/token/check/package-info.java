/** Decides which credential a presented token belongs to, and whether the token is valid. */
@NullMarked
package io.leadgate.token.check;

import org.jspecify.annotations.NullMarked;
