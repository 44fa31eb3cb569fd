/** Reads the parts of a request: address, media type, query, path, login. */
@NullMarked
package io.leadgate.web.request;

import org.jspecify.annotations.NullMarked;
