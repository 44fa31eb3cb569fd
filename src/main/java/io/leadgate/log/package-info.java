/** Writes log lines as text or as JSON. */
@NullMarked
package io.leadgate.log;

import org.jspecify.annotations.NullMarked;
