/** The Data API: reads stored leads. */
@NullMarked
package io.leadgate.data;

import org.jspecify.annotations.NullMarked;
