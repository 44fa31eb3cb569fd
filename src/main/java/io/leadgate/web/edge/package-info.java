/**
 * Accepts connections, and bounds the memory that each of them takes before a request is routed.
 */
@NullMarked
package io.leadgate.web.edge;

import org.jspecify.annotations.NullMarked;
