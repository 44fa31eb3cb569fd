/** Specs of the web console, over HTTP as a browser sends it. */
@NullMarked
package io.leadgate.console;

import org.jspecify.annotations.NullMarked;
