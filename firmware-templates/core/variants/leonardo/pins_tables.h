/* Where the pins of a Leonardo are, and which timer dims them. For pins.cpp only. */
const uint8_t __pinPlaces[] PROGMEM = {
    __PLACE('D', 2), __PLACE('D', 3), __PLACE('D', 1), __PLACE('D', 0), __PLACE('D', 4),
    __PLACE('C', 6), __PLACE('D', 7), __PLACE('E', 6), __PLACE('B', 4), __PLACE('B', 5),
    __PLACE('B', 6), __PLACE('B', 7), __PLACE('D', 6), __PLACE('C', 7), __PLACE('B', 3),
    __PLACE('B', 1), __PLACE('B', 2), __PLACE('B', 0), __PLACE('F', 7), __PLACE('F', 6),
    __PLACE('F', 5), __PLACE('F', 4), __PLACE('F', 1), __PLACE('F', 0), __PLACE('D', 4),
    __PLACE('D', 7), __PLACE('B', 4), __PLACE('B', 5), __PLACE('B', 6), __PLACE('D', 6),
    __PLACE('D', 5),
};
const uint8_t __pinTimers[] PROGMEM = {
    NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, TIMER0B, NOT_ON_TIMER,
    TIMER3A, TIMER4D, NOT_ON_TIMER, NOT_ON_TIMER, TIMER1A,
    TIMER1B, TIMER0A, NOT_ON_TIMER, TIMER4A, NOT_ON_TIMER,
    NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER,
    NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER,
    NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER, NOT_ON_TIMER,
    NOT_ON_TIMER,
};
const uint8_t __analogChannels[] PROGMEM = {7, 6, 5, 4, 1, 0, 8, 10, 11, 12, 13, 9};
