@NullMarked
package io.leadgate.log;

import org.jspecify.annotations.NullMarked;
