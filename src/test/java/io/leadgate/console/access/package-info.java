@NullMarked
package io.leadgate.console.access;

import org.jspecify.annotations.NullMarked;
