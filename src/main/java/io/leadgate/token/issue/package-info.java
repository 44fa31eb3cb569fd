/** Answers the calls of clients that issue, introspect and revoke tokens. */
@NullMarked
package io.leadgate.token.issue;

import org.jspecify.annotations.NullMarked;
