/** Tries the management listener in a real browser, which must be installed. */
@NullMarked
package io.leadgate.browser;

import org.jspecify.annotations.NullMarked;
