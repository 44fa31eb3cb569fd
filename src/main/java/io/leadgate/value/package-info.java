/** Checks the text of a value: a date, a number, a phone number, a state. Knows no HTTP. */
@NullMarked
package io.leadgate.value;

import org.jspecify.annotations.NullMarked;
