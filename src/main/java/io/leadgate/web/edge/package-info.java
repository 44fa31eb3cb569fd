/**
 * Accepts connections, and bounds the memory that each connection takes before a request is routed.
 */
@NullMarked
package io.leadgate.web.edge;

import org.jspecify.annotations.NullMarked;
