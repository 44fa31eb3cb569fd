/** Real servers for the tests and for the development run, and that run itself. */
@NullMarked
package io.leadgate.support;

import org.jspecify.annotations.NullMarked;
