import { normalised } from './language/normalise.ts';

/** Words that stand in the headers of columns about a person, in the languages of the exports. */
const ABOUT_A_PERSON = new RegExp(
  [
    ...[
      'e-?mails?',
      'phone',
      'telephone',
      'mobile number',
      'first name',
      'last name',
      'full name',
      'surname',
    ],
    ...[
      '(customer|client|contact|lead|buyer|billing|shipping|recipient)[ _]name',
      'address',
      'birth',
      'ip',
      'comments?',
      'notes?',
    ],
    ...[
      'passport',
      'zip',
      'postal code',
      'postcode',
      'first_name',
      'last_name',
      'full_name',
      'client_?id',
      'gclid',
      'yclid',
      'fbclid',
    ],
    ...[
      'telefon(nummer)?',
      'vorname',
      'nachname',
      'kundenname',
      'adresse',
      'strasse',
      'plz',
      'geburts\\p{L}+',
      'kommentar',
      'bemerkung',
    ],
    ...[
      'telephone',
      'prenom',
      'nom du client',
      'nom de famille',
      'code postal',
      'commentaires?',
      'courriel',
      'adresse e-?mail',
    ],
    ...['telefone', 'celular', 'sobrenome', 'nome do cliente', 'endereco', 'comentarios?', 'cpf', 'cep'],
    ...['telefono', 'movil', 'apellidos?', 'nombre del cliente', 'direccion', 'correo( electronico)?'],
    ...[
      'телефон\\p{L}*',
      'почта',
      'электронная почта',
      'e-?mail',
      'фио',
      'имя( клиента| покупателя)?',
      'фамилия',
      'отчество',
    ],
    ...[
      '(имя|фио) \\p{L}+',
      'клиент',
      'покупатель',
      'контакт\\p{L}*',
      'адрес\\p{L}*',
      'дата рождения',
      'комментари\\p{L}+',
      'паспорт\\p{L}*',
      'инн',
    ],
  ]
    .map((word) => `(?<![\\p{L}\\p{N}])${word.normalize('NFKD').replace(/\p{Mn}/gu, '')}(?![\\p{L}\\p{N}])`)
    .join('|'),
  'u',
);

/** Whether a column is about a person, going by its name. Such columns are never read. */
export const isPersonal = (header: string): boolean =>
  ABOUT_A_PERSON.test(normalised(header).replaceAll('_', ' '));
