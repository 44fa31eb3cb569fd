@NullMarked
package io.leadgate.cli;

import org.jspecify.annotations.NullMarked;
