/** Reads the body of a request within its bounds. */
@NullMarked
package io.leadgate.web.body;

import org.jspecify.annotations.NullMarked;
