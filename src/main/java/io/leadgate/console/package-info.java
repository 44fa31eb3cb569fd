/** The web console: its routes, its sign-in, and the pages that belong to no other room. */
@NullMarked
package io.leadgate.console;

import org.jspecify.annotations.NullMarked;
