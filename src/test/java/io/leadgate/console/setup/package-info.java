@NullMarked
package io.leadgate.console.setup;

import org.jspecify.annotations.NullMarked;
