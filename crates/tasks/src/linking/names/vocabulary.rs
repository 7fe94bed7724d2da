//! Usual names of columns in several languages, in small letters, without accents, blanks and fillers such as "of".

use super::Class;

/// Usual names, without the words that only say whose a value is.
pub(super) const VOCABULARY: &[(Class, &str)] = &[
    (
        Class::Honorific,
        "salutation honorific prefix nameprefix anrede civilite tratamiento aanhef titul",
    ),
    (
        Class::Given,
        "firstname fname first firstnm given givenname gvnname forename vorname rufname prenom prenoms nombrepila \
         christianname voornaam imie fornamn fornavn имя 名",
    ),
    (
        Class::Middle,
        "middlename middle mname mi middleinitial middlenm additionalname secondname zweitervorname deuxiemeprenom \
         segundonombre отчество",
    ),
    (
        Class::Family,
        "lastname lname last lastnm surname sname family familyname nachname familienname zuname nomfamille apellido \
         apellidos primerapellido cognome sobrenome achternaam nazwisko efternamn etternavn фамилия 姓",
    ),
    (
        Class::Name,
        "name nm fullname namefull fullnm personname displayname nameandsurname namesurname completename nom \
         nomcomplet nombre nombrecompleto nome nomecompleto naam navn namn nazwa vollstandigername customer client \
         contact person kunde cliente 姓名 名称 名前 氏名 фио наименование",
    ),
    (
        Class::House,
        "house houseno housenr housenumber streetnumber streetno streetnr strno stno hausnummer hausnr huisnummer \
         numerocivico civico number numero",
    ),
    (
        Class::Street,
        "street streetname strname stname road strasse strassenname rue voie calle via rua straat ulica gata gate \
         streetaddress street1 streetline1 addressline1 addressline address1 addrline1 addr1 line1 улица",
    ),
    (
        Class::Unit,
        "unit unitno unitnumber apartment apartmentno apt aptno flat suite addressline2 addrline2 address2 addr2 line2 \
         street2 streetline2 extendedaddress adresszusatz complementadresse appartement wohnung piso",
    ),
    (
        Class::Address,
        "address addr adr fulladdress addrfull addressformatted adresse anschrift adres direccion indirizzo endereco \
         domicilio domicile location postaladdress адрес 地址 住所",
    ),
    (
        Class::City,
        "city cty cityname town posttown village suburb locality settlement place ort stadt wohnort gemeinde ville \
         commune localite ciudad localidad poblacion municipio municipality citta comune localita cidade plaats \
         woonplaats miasto город 城市",
    ),
    (
        Class::State,
        "state statecode stateprovince provincestate province prov region county st bundesland kanton canton provincia \
         estado departement wojewodztwo subdivision область 省",
    ),
    (
        Class::Zip,
        "zip zipcode zipcd zip5 postcode postalcode postalcd zippostalcode pcode pcd plz postleitzahl postal pincode cp \
         codepostal codigopostal codicepostale cep kodpocztowy postnummer postnr индекс 邮编 郵便番号",
    ),
    (
        Class::Country,
        "country countrycode countryname countryregion ctry cntry land landcode nation pays pais paese kraj страна 国家",
    ),
    (
        Class::Phone,
        "phone ph phonenumber phonenum phoneno phonenr tel telephone telephonenumber telno telnr mobile mobilephone \
         mobilenumber mobileno mobil mobilnummer handy cell cellphone portable movil celular cellulare telefon \
         telefonnummer telefonnr telefono telefone telefoon rufnummer contactnumber tlf телефон 电话 手机 電話番号",
    ),
    (Class::Fax, "fax faxnumber faxno faxnr telefax"),
    (
        Class::Email,
        "email eml mail emailaddress emailaddr emailid mailaddress correo correoelectronico courriel adresseemail \
         adressemail emailadresse почта 邮箱",
    ),
    (
        Class::Birth,
        "dob birthdate birthdt bdate birth dateofbirth datebirth born birthday bday birthyear yearbirth geburtsdatum \
         geburtstag geburtsjahr geboren datenaissance naissance ne nele fechanacimiento nacimiento nacido datanascita \
         nascita datanascimento geboortedatum dataurodzenia датарождения 出生日期 生年月日",
    ),
    (
        Class::Birthplace,
        "birthplace placebirth placeofbirth birthcity bornin geburtsort lieunaissance lugarnacimiento luogonascita",
    ),
    (
        Class::Death,
        "deathdate datedeath dateofdeath dod death died deathyear todesdatum sterbedatum datedeces fechafallecimiento",
    ),
    (
        Class::Age,
        "age ageyrs yearsold alter edad eta leeftijd idade возраст 年龄",
    ),
    (
        Class::Gender,
        "gender gndr sex sx geschlecht sexe sexo genero sesso geslacht plec пол 性别 性別",
    ),
    (
        Class::Company,
        "company companyname companynm organization organisation organizationname organisationname org orgname firm \
         firma firmenname unternehmen employer employername business businessname accountname arbeitgeber \
         societe entreprise raisonsociale empresa razonsocial azienda ragionesociale bedrijf institution institute \
         affiliation einrichtung agency компания 公司",
    ),
    (
        Class::Job,
        "jobtitle job position occupation occ profession beruf ocupacion profesion role",
    ),
    (
        Class::Title,
        "title ttl titel titre titulo titolo productname producttitle product produktname produit producto itemname \
         item itemtitle artikel artikelname article designation libelle bezeichnung papertitle articletitle heading 标题",
    ),
    (
        Class::Description,
        "description desc descr dscr dsc details longdescription productdescription text fulltext summary abstract \
         body bodyhtml beschreibung kurzbeschreibung langtext descripcion descrizione descricao omschrijving opis",
    ),
    (
        Class::Brand,
        "brand brandname manufacturer manufacturername maker vendor vendorname producer manuf mfr mfg mfgr hersteller \
         marke marque fabricant fabricante fabrikant marca produttore merk",
    ),
    (
        Class::Publisher,
        "publisher publ press verlag editeur editorial editore uitgever",
    ),
    (
        Class::Price,
        "price prc cost amount unitprice unitcost listprice saleprice retailprice variantprice msrp preis betrag prix \
         montant precio prezzo preco prijs cena pris цена 价格",
    ),
    (
        Class::Year,
        "year yr pubyear publicationyear yearpublished yrpublished published jahr erscheinungsjahr annee ano anno jaar \
         rok год 年",
    ),
    (Class::Date, "date dt datum fecha дата 日期"),
    (
        Class::Category,
        "category categorie categoria kategorie type typ tipo art class kind group genre cuisine foodtype producttype \
         reftype rubrique",
    ),
    (
        Class::Web,
        "url website web webpage weburl homepage link site domain webseite siteweb sitioweb",
    ),
    (
        Class::Tax,
        "taxid taxno taxnumber vat vatid vatno vatnumber ustid ustidnr steuernummer nif cif partitaiva nip tin ein abn",
    ),
    (
        Class::Social,
        "ssn ssnnumber socialsecurity socialsecuritynumber socsec socsecid sozialversicherungsnummer nsecuritesociale \
         numerosecuritesociale securitesociale numseguridadsocial seguridadsocial nationalinsurancenumber",
    ),
    (
        Class::Author,
        "author authors auth auths writer writers writtenby creator creators authorlist autor autoren verfasser auteur \
         auteurs autore autori autores автор 作者",
    ),
    (
        Class::Venue,
        "venue ven journal jrnl journalname journaltitle periodical conference booktitle bktitle proceedings \
         publishedin source zeitschrift buchtitel revue revista rivista tijdschrift actes actas",
    ),
    (Class::Volume, "volume vol band tome volumen"),
    (Class::Pages, "pages page pp pgs seiten paginas pagina"),
    (Class::Area, "area surface superficie flache surfacekm2 areakm2"),
    (Class::Latitude, "latitude lat breitengrad latitud"),
    (Class::Longitude, "longitude lon lng langengrad longitud"),
    (
        Class::Quantity,
        "quantity qty menge anzahl quantite cantidad stock",
    ),
    (
        Class::Model,
        "model modelno modelnr modelnumber modelname modell modele modelo mpn partno partnumber mfrpartno",
    ),
    (
        Class::Code,
        "sku variantsku artikelnummer artikelnr articlenumber articleno itemnumber itemno productcode reference referencia",
    ),
    (Class::Barcode, "barcode ean ean13 upc gtin isbn variantbarcode"),
    (Class::Weight, "weight gewicht poids peso"),
    (Class::Color, "color colour farbe couleur colore"),
    (Class::Size, "size grosse groesse taille talla"),
];

/// Words that say whose a value is, or which of several.
pub(super) const WHOSE: &[&str] = &[
    "customer",
    "cust",
    "client",
    "person",
    "contact",
    "user",
    "member",
    "patient",
    "employee",
    "home",
    "work",
    "billing",
    "shipping",
    "mailing",
    "default",
    "main",
    "primary",
    "my",
    "supplier",
    "shop",
    "restaurant",
    "current",
    "legal",
    "official",
    "kunde",
    "kunden",
    "kontakt",
    "cliente",
    "usual",
    "own",
];

/// Words without a meaning.
pub(super) const FILLERS: &[&str] = &[
    "the",
    "of",
    "de",
    "du",
    "des",
    "del",
    "della",
    "di",
    "da",
    "do",
    "la",
    "le",
    "les",
    "el",
    "los",
    "der",
    "die",
    "das",
    "and",
    "y",
    "et",
    "und",
    "src",
    "rec",
    "record",
    "tbl",
    "tab",
    "table",
    "field",
    "fields",
    "col",
    "column",
    "attr",
    "attribute",
    "properties",
    "value",
    "wert",
    "valeur",
    "valor",
    "info",
];

/// Words of names that number things: a product's number is no product.
pub(super) const NUMBERING: &[&str] = &[
    "id", "ids", "no", "nr", "num", "number", "numero", "code", "cd", "key", "ref",
];

/// Words that many names have, which alone tell little.
pub(super) const GENERIC: &[&str] = &[
    "name", "nm", "nom", "nombre", "nome", "naam", "date", "dt", "datum", "fecha", "year", "yr", "jahr",
    "annee", "ano", "anno", "number", "no", "nr", "num", "numero", "code", "cd", "id", "text", "txt",
    "address", "addr", "adresse", "full", "complete", "line",
];
