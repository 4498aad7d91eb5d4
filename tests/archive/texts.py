"""Texts that we wrote, for tests of copies."""

BRIDGE = """\
The bridge over the river Tarn was closed to all traffic on Sunday after an inspection found cracks in two of its pillars, \
the mayor of the border town said.
She told reporters that engineers would need at least three weeks for the repair and that nobody had been in danger at any \
time. The cracks were first seen by a fisherman, who called the fire brigade shortly before dawn.
Lorries are sent over the old pass road, which is narrow and was blocked twice last winter by fallen trees. Farmers on the \
far bank fear for the milk that they bring to the dairy in town every morning.
"We cannot pour it away for three weeks," said one of them, who asked not to be named. The dairy offered to fetch the milk \
by boat as long as the water stays low.
The bridge was built in 1931, repaired after the flood of 1954 and has carried twice the traffic it was made for since the \
motorway was opened. A second one has been planned for twelve years."""

FERRY = """\
A ferry will run every half hour between the two banks of the Tarn from Monday, the county said, after the only bridge for \
miles around had to be shut at the weekend.
Two boats have been lent by a lake resort in the south and are on their way on low loaders. They take sixty people each, and \
bicycles, but no cars.
Pupils who live across the river get the week off if their parents ask for it, and the hospital keeps an ambulance on the \
far side at night. Passage is free of charge until further notice.
Residents had asked for boats within hours of the closure. Some rowed to work on Sunday night in borrowed dinghies, watched \
over by the water rescue service."""

FORECAST = """\
Here is the forecast for the valley and the hills around it for today. Expect clouds in the morning with a high of {0} \
degrees and a low of {1} degrees. Winds will be out of the west at {2} miles an hour, with gusts that reach twice as much. \
The chance of rain is {3} percent, and it falls to {1} percent at night. At noon the barometer stood at {2} and falls to {0}."""

CLOSURE = """\
Drivers in the border country face long detours: the Tarn bridge is shut. Inspectors found cracks in the pillars of the bridge, \
the mayor said on Sunday, and no car may cross before the repair, which engineers say will take three weeks or more.
A fisherman had seen the cracks and called the fire brigade before dawn. Lorries have to take the old pass road.
For dairy farmers on the far bank of the Tarn the closure is a blow. Their milk may have to cross the river by boat."""

QUAKE = """\
A quake of magnitude 5.2 shook the island of Aldmoor on Monday morning, the seismological office in Port Grey said. Chimneys \
fell in Port Grey and Lowick; nobody was hurt. Schools in Lowick sent their pupils home. The office counted eleven aftershocks \
until noon and expects more of them this week. The ferry pier in Port Grey is checked by divers before ships may use it."""

HARVEST = """\
Apple growers in the Weller valley expect their poorest harvest for a decade after late frost in April and hail in June, their \
union told the ministry of agriculture. Prices at the Weller market rose by a fifth since August. Cider makers buy fruit from \
abroad, and some orchards may not hire pickers at all this autumn, said Maud Ellery, who speaks for the union."""

MILK = """\
Dairy farmers on the far bank of the river do not know how to get their milk to town. It has to cross by boat, if anybody lends them \
one, or go round over the old pass road, where lorries wait for hours. Farmers met on Sunday in a barn to share what tanks they have."""
