//! Short forms of given names.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Names of one person: the full form first, then what bearers are called. English, Spanish, German, Russian and a few
/// Italian, French and Polish ones, as cleaning leaves them.
const SAME: &[&str] = &[
    "alexander alex alec sandy xander sasha sascha aleksandr alejandro ale jandro aleksander olek",
    "alexandra alex sandra sasha alejandra aleksandra lexi",
    "albert al bert bertie alberto",
    "alfred al alf alfie fred freddy",
    "amanda mandy",
    "andrew andy drew andres andreas andrei andrey andrea",
    "angela angie",
    "ann anna anne annie nan nancy hannah ania anya anja anita",
    "anthony tony antonio anton toni antonia",
    "arthur art artie",
    "barbara barb babs barbie bab basia",
    "benjamin ben benny benji",
    "bernard bernie bernhard",
    "catherine katherine kathryn cathy kathy kate katie kat kitty kay karen katharina kathrin katarzyna kasia ekaterina katya",
    "charles charlie chuck chas carlos karl carl",
    "charlotte lottie charlie",
    "christian chris",
    "christina christine chris chrissy tina christa kristina",
    "christopher chris kit topher cristobal christoph",
    "concepcion concha conchita",
    "daniel dan danny dani",
    "david dave davy",
    "deborah deb debbie debra",
    "dolores lola",
    "donald don donnie",
    "dorothy dot dottie dolly dora",
    "dmitry dmitri dima mitya",
    "edward ed eddie ted teddy ned eduardo eduard edek",
    "eleanor ellie nell nora elena",
    "elizabeth elisabeth liz lizzie beth betty eliza lisa elsie betsy libby liza elsa lisbeth ela",
    "emily em emmy milly",
    "enrique kike quique",
    "eugene gene evgeny zhenya",
    "evgenia zhenya",
    "florence flo flora",
    "frances fran fanny francie",
    "francis frank fran francisco paco pancho francesco franz franciszek",
    "franklin frank",
    "frederick fred freddy freddie friedrich fritz federico",
    "gabriel gabe gabi",
    "gerald gerry jerry gerhard gerd",
    "gilbert gil bert",
    "gregory greg gregor grzegorz grigory grisha",
    "guadalupe lupe lupita",
    "harold harry hal",
    "helen nell nellie lena elena",
    "henry harry hank hal heinrich heinz",
    "herbert herb bert",
    "howard howie",
    "ignacio nacho",
    "irina ira irene",
    "isabel isabella bella izzy belle isabelle",
    "ivan vanya",
    "jacob jake jack jakob jaime",
    "jacqueline jackie",
    "james jim jimmy jamie jaime",
    "jane janie jenny janet",
    "janet jan",
    "jennifer jen jenny jenn",
    "jeffrey jeff geoff geoffrey",
    "jeremy jerry",
    "jessica jess jessie",
    "jesus chucho chuy",
    "joan joanie jo",
    "joanna jo joanne asia",
    "johannes hans hannes johann",
    "john jack johnny jon juan jan giovanni gianni",
    "jonathan jon jonny nathan",
    "jose pepe che",
    "joseph joe joey jos josef jose giuseppe beppe sepp jozef jupp",
    "josephine jo josie",
    "joshua josh",
    "judith judy",
    "julia julie jules",
    "kenneth ken kenny",
    "konstantin kostya",
    "larry lawrence laurence lorenzo lars",
    "leonard len lenny leo leon leonid",
    "leonid lenya",
    "louis lou louie luis ludwig",
    "louise lou luisa",
    "ludmila lyuda mila",
    "magdalena lena magda maddalena",
    "manuel manolo manny manu",
    "manfred manni",
    "margaret maggie meg peggy marge margie madge greta rita daisy margarete margarita gretel",
    "maria mary marie masha mia mariya",
    "mary molly polly mamie may",
    "martha marty patty",
    "martin marty",
    "mathilda tilda tilly mattie",
    "matthew matt matty matthias mateo mathias hias",
    "maximilian max maxi maxim",
    "michael mike mick mickey micky miguel michel mikhail misha michal",
    "mercedes merche",
    "natalia natasha natalie nat",
    "nathaniel nate nathan nat",
    "nicholas nick nicky nico nicolas nikolaus klaus niklas nikolai kolya claus",
    "nikolai kolya nick",
    "olga olya",
    "oliver ollie",
    "pamela pam",
    "patricia pat patty tricia trish",
    "patrick pat paddy rick",
    "paul pablo pavel pasha paulie paolo",
    "peter pete pedro piotr petya petr",
    "philip phil felipe pip phillip",
    "rachel rae shelly",
    "ramon moncho",
    "raymond ray",
    "rebecca becky becca",
    "regina gina",
    "richard rick dick rich richie ricky ricardo",
    "robert rob bob bobby robbie bert roberto",
    "roger rog hodge",
    "ronald ron ronnie",
    "rosario charo",
    "rudolf rudi rolf rudy",
    "russell russ",
    "samantha sam sammy",
    "samuel sam sammy",
    "sarah sally sadie sara",
    "sebastian basti seb bastian",
    "sergey serge seryozha sergei",
    "sofia sophia sophie sonya zosia",
    "stanislav stas slava stanislaw",
    "stephanie steph steffi",
    "steven stephen steve stevie stefan esteban",
    "stuart stu",
    "susan sue susie suzy susanna susanne suzanne",
    "svetlana sveta lana",
    "tatiana tanya tania",
    "theodore ted teddy theo fyodor fedya",
    "theresa teresa terry tess tessa teri",
    "thomas tom tommy tomas tomek",
    "timothy tim timmy",
    "ursula uschi ulla",
    "valentina valya",
    "valerie val",
    "vera verochka",
    "veronica ronnie vera",
    "victor vic viktor vitya",
    "victoria vicky tori vika",
    "vincent vince vinnie vicente",
    "virginia ginny",
    "vladimir vova volodya vlad",
    "vladislav vlad slava",
    "walter walt wally",
    "wilhelm willi willy helmut",
    "william will bill billy willie liam guillermo memo",
    "wolfgang wolf",
    "yuri yura",
    "zachary zach zack",
    "александр саша шура",
    "александра саша шура",
    "алексеи леша",
    "анастасия настя",
    "анна аня",
    "борис боря",
    "владимир вова володя",
    "дмитрии дима митя",
    "евгении женя",
    "евгения женя",
    "екатерина катя",
    "елена лена",
    "иван ваня",
    "ирина ира",
    "константин костя",
    "людмила люда мила",
    "мария маша",
    "михаил миша",
    "наталья наташа",
    "николаи коля",
    "ольга оля",
    "павел паша",
    "петр петя",
    "светлана света",
    "сергеи сережа",
    "татьяна таня",
    "юрии юра",
];

/// Names with the groups of [`SAME`] that have them.
static GROUPS: LazyLock<FxHashMap<&'static [u8], Vec<u8>>> = LazyLock::new(|| {
    let mut groups: FxHashMap<&[u8], Vec<u8>> = FxHashMap::default();
    for (group, names) in (0u8..).zip(SAME) {
        for name in names.split(' ') {
            groups.entry(name.as_bytes()).or_default().push(group);
        }
    }
    groups
});

/// Lengths in bytes between which a name may be a short form or have one.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=22;

/// Whether two cleaned given names are forms of one name.
pub fn are_forms_of_one_name(a: &[u8], b: &[u8]) -> bool {
    if !LENGTHS.contains(&a.len()) || !LENGTHS.contains(&b.len()) {
        return false;
    }
    let Some(x) = GROUPS.get(a) else { return false };
    let Some(y) = GROUPS.get(b) else { return false };
    x.iter().any(|group| y.contains(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_go_with_their_names_only() {
        for (a, b, wanted) in [
            ("bob", "robert", true),
            ("robert", "bob", true),
            ("peggy", "margaret", true),
            ("pepe", "jose", true),
            ("sascha", "alexander", true),
            ("саша", "александр", true),
            ("bob", "william", false),
            ("smith", "robert", false),
            ("", "bob", false),
        ] {
            assert_eq!(
                are_forms_of_one_name(a.as_bytes(), b.as_bytes()),
                wanted,
                "{a} {b}"
            );
        }
        assert!(SAME.len() < 256, "groups are numbered in a byte");
    }
}
