/** Answers a client's calls for tokens: issue, introspect, revoke. */
@NullMarked
package io.leadgate.token.issue;

import org.jspecify.annotations.NullMarked;
