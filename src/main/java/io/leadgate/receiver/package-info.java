/** A post's way: admission, reading, storing, answer. */
@NullMarked
package io.leadgate.receiver;

import org.jspecify.annotations.NullMarked;
