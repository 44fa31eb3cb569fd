/** Parses leads out of JSON, forms and XML. */
@NullMarked
package io.leadgate.receiver.format;

import org.jspecify.annotations.NullMarked;
