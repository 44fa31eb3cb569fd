@NullMarked
package io.leadgate.spec;

import org.jspecify.annotations.NullMarked;
