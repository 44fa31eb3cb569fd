/** What all pages of the console share: their frame, their forms, and the way they are sent. */
@NullMarked
package io.leadgate.console.frame;

import org.jspecify.annotations.NullMarked;
